// How a command fails: wrongly used (exit 2), or refused and failed (exit 1). The message says what to do.
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export class Failed extends Error {
  override readonly name = 'Failed';
}
