// A text in Unicode's composed form (NFC), so that what reads alike is the same characters.
// Law: time is linear in the text. To bring marks into their order, `normalize` takes the square of their number: a run of more
// than any script has stays as it is, as Unicode's Stream-Safe Text Format draws the line (UAX #15).

const TOO_MANY_MARKS = /\p{M}{31}/u;
const RUNS = /(\p{M}+)/u;
const MOST = 30;

export function composed(text: string): string {
  if (!TOO_MANY_MARKS.test(text)) return text.normalize('NFC');
  const parts = text.split(RUNS);
  let [made, plain] = ['', ''];
  for (const part of parts) {
    if (part.length > MOST && RUNS.test(part)) {
      made += plain.normalize('NFC') + part;
      plain = '';
    } else plain += part;
  }
  return made + plain.normalize('NFC');
}
