import { dangerSteps } from '../danger';

export const { dangerResponse, dangerReview, ownCheck } = dangerSteps('danger-notice');

/** In the order of the procedure. */
export const steps = [dangerResponse, dangerReview, ownCheck];
