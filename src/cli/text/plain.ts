// Text from records on its way to a terminal: what could steer the terminal is made visible first.

/** Control characters; also those that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: to be found, so that they are not printed
const STEERING = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

const visible = (found: string): string => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;

export const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').replace(STEERING, visible);

/** Without the full stop, where more follows. */
export const unended = (text: string): string => text.replace(/\.$/, '');
