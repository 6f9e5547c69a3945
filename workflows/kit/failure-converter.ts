import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Puts messages and stack traces of failures where the payload codec seals them. The SDK finds it by path and name, and
 * loads it inside the workflow sandbox too, so this file must use nothing of Node.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
