import type { Course } from './course';

/** A certificate that is renewed whenever its time comes. */
export const certificateCourse: Course = [{ step: 'certificate/renewal', says: { verdict: 'applied' } }];
