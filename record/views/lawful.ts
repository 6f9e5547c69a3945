import type { Policy } from '../../domain/law/policy';

/* A zone whose law says nothing of a system yet has no figures of it; the rest of its views stands. */

interface ByLaw {
  readonly policy: Policy;
}

export function officersAreReckoned({ policy }: ByLaw): boolean {
  return 'ladder.chief-officer.certificate' in policy.rows && 'chief-officer.required' in policy.rows;
}

export function wardensAreReckoned({ policy }: ByLaw): boolean {
  return 'warden.share' in policy.rows && 'warden.large-place' in policy.rows;
}

export function trainingIsReckoned({ policy }: ByLaw): boolean {
  return 'training.budget' in policy.rows && 'training.reminder' in policy.rows;
}
