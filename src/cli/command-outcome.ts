/** What a command tells the shell. */
export enum ExitCode {
  FINE = 0,
  /** There are findings, or a test has failed. */
  FOUND = 1,
  /** The arguments are wrong, or something cannot be read. */
  BAD_USAGE = 2,
}

/** How a command ends. */
export interface CommandOutcome {
  readonly exitCode: ExitCode;
  /** For standard output. */
  readonly output?: string;
  /** For standard error, one line. */
  readonly problem?: string;
}

/** Where a command writes, a text with a line break behind it. */
export interface Io {
  /** Whether somebody reads the output on a terminal that knows colours. */
  readonly isColoured: boolean;
  out(text: string): void;
  err(text: string): void;
}
