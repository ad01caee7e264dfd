import { Hono } from 'hono';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from './limits.ts';
import { drain, isLoopback, listen, type AnsweredRequest } from './listen.ts';
import type { Bindings } from './site.ts';

describe('a reader that takes a large answer slowly', () => {
  it('stops nobody else, and is cut off', async () => {
    const app = new Hono<Bindings>();
    const large = new Uint8Array(64 * 1024 * 1024);
    app.get('/large', (c) => c.body(large));
    app.get('/small', (c) => c.text('small'));
    let told: (answer: { path: string | undefined; whole: boolean }) => void = () => {};
    const cutOff = new Promise((done) => {
      told = (answer) => answer.path === '/large' && done(answer);
    });
    const answered: AnsweredRequest = ({ url }, _, { whole }) => told({ path: url, whole });
    const limits = { ...defaultLimits, idleTime: 200 };
    const { server, url } = await listen(app, { host: '127.0.0.1', port: 0 }, limits, answered);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((done) => socket.once('data', () => done(socket.pause())));
    expect(await (await fetch(`${url}/small`)).text()).toBe('small');
    expect(await cutOff).toEqual({ path: '/large', whole: false });
    socket.destroy();
    await drain(server, 1000);
  });
});

describe('isLoopback', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['127.0.0.1.example.com', false],
    ['localhost.example.com', false],
    ['', false],
  ])('%s: %s', (host, is) => {
    expect(isLoopback(host)).toBe(is);
  });
});
