// The same through OpenFeature's SDK: the service knows nothing of Flagwright but the provider.
//
//   FLAGS_FILE=flags.json node service.js       (flagwright export snapshot --env production --output flags.json)
import { createServer } from 'node:http';
import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import { createClient, file } from 'flagwright/client';
import { FlagwrightProvider } from 'flagwright/openfeature';

const { FLAGS_FILE = 'flags.json', PORT = '3000' } = process.env;

const provider = new FlagwrightProvider(createClient({ environment: 'production', source: file(FLAGS_FILE) }), {
  // One JSON line each; `flagwright impact-report` reads them.
  onExposure: (exposure) => console.log(JSON.stringify(exposure)),
});
OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, (details) =>
  console.log(`changed: ${details?.flagsChanged}`),
);
// Without flags it starts all the same, and gives the defaults of this code.
await OpenFeature.setProviderAndWait(provider).catch(({ message }) => console.error(`flags: ${message}`));
const client = OpenFeature.getClient();

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const context = { targetingKey: searchParams.get('user') ?? 'nobody' };
  const { value, reason } = await client.getBooleanDetails('express-checkout', false, context);
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ oneClick: value, reason }));
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on ${server.address().port}`));

process.once('SIGTERM', () => {
  server.close(() => void OpenFeature.close());
  server.closeIdleConnections();
});
