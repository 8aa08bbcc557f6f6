// What was thrown below a route, as a problem. What nobody foresaw tells the caller nothing of the inside.
import { Problem } from './problem.ts';

export function inspected(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof URIError) {
    return new Problem('MALFORMED_REQUEST', 'the path holds a broken percent escape: encode it as UTF-8');
  }
  return new Problem(
    'INTERNAL',
    'something went wrong here, and is in the log under the id of instance: a command may be sent again with its key',
  );
}
