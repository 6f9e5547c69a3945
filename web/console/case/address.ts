/** An address of the definitions, of a case. */
export function addressOf(template: string, number: string): string {
  return template.replace(/\{number\}|:number/, encodeURIComponent(number));
}
