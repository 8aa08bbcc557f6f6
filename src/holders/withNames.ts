// Puts the names that are kept beside the log into an answer as it leaves. Law: nothing that is stored or signed has one.

/** An id in a text of JSON. Within a string its quotes would stand behind backslashes. */
const HOLDER = /"holder":"([0-9a-f-]{36})"/g;

export const namesHolders = (text: string): boolean => text.includes('"holder":"');

/** @param nameOf undefined where no name is kept, or it was erased */
export const withNames = (text: string, nameOf: (holder: string) => string | undefined): string =>
  namesHolders(text)
    ? text.replace(HOLDER, (id, holder: string) => `${id},"name":${JSON.stringify(nameOf(holder) ?? null)}`)
    : text;
