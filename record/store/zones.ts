/** The zone whose policy layers stand in `prisma/data/policy`. */
export const zone = 'jxedz';
/** The same zone with days of about two seconds, for demonstrations. */
export const demoZone = 'jxedz-demo';
/** The unit that gets tip-offs for which no clerk has named another. */
export const intakeUnit = 'jxedz-safety';
