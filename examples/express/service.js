// A shop's service: Express, and flags from `flagwright serve`.
//
//   FLAGS_URL=http://127.0.0.1:8016 FLAGS_TOKEN=… node service.js
import express from 'express';
import { createClient, disk, http } from 'flagwright/client';

const { FLAGS_URL = 'http://127.0.0.1:8016', FLAGS_TOKEN, FLAGS_CACHE = './flags.cache', PORT = '3000' } = process.env;

const flags = createClient({
  environment: 'production',
  source: http(FLAGS_URL, { token: FLAGS_TOKEN }),
  // What a restart finds while the server of flags is away.
  cache: [disk(FLAGS_CACHE)],
  monitoring: true,
});
flags.on('failure', ({ what, message, fallback }) => console.error(`flags: ${what}: ${message}; answering from ${fallback}`)); // prettier-ignore

const app = express();

app.get('/checkout', async (request, response) => {
  const user = { targetingKey: String(request.query.user ?? 'nobody'), country: String(request.query.country ?? '') };
  // At once, from memory.
  const oneClick = flags.boolean('express-checkout', user);
  // Money moves: asks the server of flags first, and still answers when that is away.
  const payments = await flags.evaluate('payment-api-v2', user, { fallback: false });
  response.json({ oneClick, payments: payments.value ? 'v2' : 'v1', reason: payments.reason });
});
// Ready with old flags is ready; without any it is not.
app.get('/readyz', (_, response) => void response.status(flags.health().ready ? 200 : 503).json(flags.health()));
app.get('/metrics', (_, response) => void response.type('text/plain').send(flags.metrics()));

await flags.ready({ within: '2s' });
const server = app.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on ${server.address().port}`));

process.once('SIGTERM', () => {
  server.close(() => void flags.close());
  server.closeIdleConnections();
});
