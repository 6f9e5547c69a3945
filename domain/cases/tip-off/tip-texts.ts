/** What a reporter writes in their own words, in the order of the form: a name may go on in the next field. */
export const tipTexts = ['text', 'place', 'enterpriseName', 'remarks'] as const;
