/** What an error says, whatever was thrown: its message, or its name where it has none. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
