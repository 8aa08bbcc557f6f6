// Bytes over a socket of one's own: what no client sends by itself.
import { connect, type Socket } from 'node:net';

/** Sends bytes as they are, and gives what comes back until the other side closes. @param hangUp once all is sent */
export function raw(url: string, text: string, hangUp = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = open(url);
    socket.write(text, () => hangUp && socket.destroy());
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

export function open(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname.replace(/^\[(.*)\]$/, '$1'));
}

/** A request whose answer is the last of its connection. @param headers as lines */
export const requestOf = (line: string, ...headers: readonly string[]): string =>
  `${[`${line} HTTP/1.1`, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`;

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
export const codeIn = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)).code;
