/** The zone whose policy layers stand in `prisma/data/policy`. */
export const zone = 'jxedz';
/** The same zone with days of about two seconds, for demonstrations. */
export const demoZone = 'jxedz-demo';
/** Whose tip-offs come in where no clerk says otherwise. */
export const intakeUnit = 'jxedz-safety';
