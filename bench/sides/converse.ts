// One connection of a client: sends its requests one after the other, each when it has the answer to the last.
// It speaks plain HTTP/1.1 over sockets and parses no more than it must, so that it costs less than the server.
import { connect, type Socket } from 'node:net';

/** Milliseconds from request to answer are added to `times`. @throws Error at the first answer that is not 200 or 201 */
export function converse(port: number, requests: readonly Buffer[], times: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let next = 0;
    let sent = 0;
    let head = '';
    let received = 0;
    let length: number | undefined;
    const send = () => {
      const message = requests[next++];
      if (message === undefined) {
        socket.end();
        resolve();
        return;
      }
      sent = performance.now();
      socket.write(message);
    };
    socket.setEncoding('latin1');
    socket.once('connect', send);
    socket.once('error', reject);
    socket.on('data', (text: string) => {
      received += text.length;
      // of a long answer the rest is counted only: to put it together would cost more than to send it
      if (length === undefined) {
        head += text;
        length = answerLength(head);
      }
      if (length === undefined || received < length) return;
      const status = head.slice(9, 12);
      if (status !== '201' && status !== '200') return reject(new Error(`the server answered: ${head.slice(0, 800)}`));
      [head, received, length] = ['', 0, undefined];
      times.push(performance.now() - sent);
      send();
    });
  });
}

/** Of head and body together; undefined while the head is not whole. */
function answerLength(received: string): number | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, end + 2))?.[1];
  return end + 4 + Number(length ?? 0);
}

/** The middle one and the slowest in a hundred. It sorts them. */
export function percentiles(times: number[]): { readonly p50: number; readonly p99: number } {
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
