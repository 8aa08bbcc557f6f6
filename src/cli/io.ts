// Where a command writes: results to standard output, everything else to standard error.
// Law: a reader that goes away (`| head`) ends the output, never the program with an error.
export interface Io {
  /** Resolves when more can be written; at once where nobody reads any more. */
  out(text: string): Promise<void>;
  err(text: string): void;
  /** whoever read standard output has gone */
  readonly closed: boolean;
  /** the width of standard output's terminal; undefined where it is none */
  readonly columns: number | undefined;
  /** standard error is a terminal: progress may be drawn on it */
  readonly draws: boolean;
}

export function processIo(): Io {
  const { stdout, stderr } = process;
  let closed = false;
  const gone = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  };
  stdout.on('error', gone);
  stderr.on('error', gone);
  return {
    out: (text) =>
      new Promise((resolve) => {
        if (closed || stdout.write(text, () => resolve())) resolve();
      }),
    err: (text) => void stderr.write(text),
    get closed() {
      return closed;
    },
    columns: stdout.isTTY ? stdout.columns : undefined,
    draws: stderr.isTTY,
  };
}
