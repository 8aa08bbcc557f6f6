// Asking a running server. Its refusals are told as they are; an unreachable server is told by its address.
import { Failed, UsageError } from './failure.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** @throws UsageError */
export function baseOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new UsageError(`--url is the address of a server, such as http://localhost:3000, not ${url}`);
  }
  return parsed.href.replace(/\/+$/, '');
}

export const authorization = ({ CONCORDAT_API_KEY }: Env): Record<string, string> =>
  CONCORDAT_API_KEY === undefined || CONCORDAT_API_KEY === '' ? {} : { Authorization: `Bearer ${CONCORDAT_API_KEY}` };

/** A problem document, or whatever else came instead of an answer. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
}

export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  const given = parsed(text);
  return {
    code: typeof given.code === 'string' ? given.code : `HTTP_${response.status}`,
    detail: typeof given.detail === 'string' ? given.detail : `the server answered ${response.status}`,
    errors: Array.isArray(given.errors) ? given.errors : [],
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export const unreachable = (base: string, error: unknown): Failed => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new Failed(`${base} cannot be reached (${why}): is the server running, and is this its address?`);
};
