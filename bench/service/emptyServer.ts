// An HTTP server that reads what it is asked and answers `{}`: what any server under Node costs, with the client of the bench.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer({ noDelay: true }, (request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 2 });
    response.end('{}');
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
