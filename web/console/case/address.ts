/** An address of the definitions, of a case. */
export function addressOf(template: string, number: string): string {
  return template.replace(/\{number\}|:number/, encodeURIComponent(number));
}

/** Where what is being typed into a form of a case is kept. */
export function draftAt(number: string, place: string): string {
  return `/api/cases/${encodeURIComponent(number)}/drafts/${encodeURIComponent(place)}`;
}
