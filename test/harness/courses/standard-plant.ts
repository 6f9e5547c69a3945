/** What the list of a standard plant asks for, gate by gate. */
export const standardPlant = {
  construction: ['project-filing', 'land-use-permit', 'works-planning-permit'],
  start: ['eia-table', 'drawing-review', 'construction-permit'],
  operation: [
    'planning-verification',
    'fire-acceptance',
    'safety-facility-acceptance',
    'completion-filing',
    'pollutant-permit',
  ],
  papers: {
    construction: ['land-contract', 'site-plan'],
    start: ['contractor-contract', 'safety-measures'],
    operation: ['completion-report', 'emergency-plan'],
  },
} as const;
