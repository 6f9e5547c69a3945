import fc from 'fast-check';
import { channelAfter, channelsOf, noWishes, sendingTime } from '../../../domain/office/channels';

const at = (time: string) => new Date(`2026-12-02T${time}:00.000+08:00`).toISOString();

describe('the order of channels', () => {
  it('is that of the wishes, then the usual one, and leaves out what does not reach somebody', () => {
    const addresses = { mail: 'm', webhook: null, sms: 's' };
    expect(channelsOf(noWishes, addresses)).toEqual(['mail', 'sms']);
    expect(channelsOf({ ...noWishes, channels: ['webhook', 'sms'] }, addresses)).toEqual(['sms', 'mail']);
    expect(channelAfter(['sms', 'mail'], 'sms')).toBe('mail');
    expect(channelAfter(['sms', 'mail'], 'mail')).toBeNull();
    expect(channelAfter([], null)).toBeNull();
  });
});

describe('when a message goes out', () => {
  const quiet = { ...noWishes, quiet: { from: 22 * 60, to: 7 * 60 + 30 } };

  it('is at once, unless quiet hours hold it back until their end, over midnight too', () => {
    expect(sendingTime(noWishes, false, at('23:00'))).toEqual({ at: at('23:00'), batch: null });
    expect(sendingTime(quiet, false, at('21:59')).at).toBe(at('21:59'));
    expect(sendingTime(quiet, false, at('03:00')).at).toBe(at('07:30'));
    expect(sendingTime(quiet, false, at('07:30')).at).toBe(at('07:30'));
    expect(sendingTime(quiet, false, at('22:00')).at).toBe('2026-12-02T23:30:00.000Z');
  });

  it('is the next time of the digest, by which it is known', () => {
    const digest = { ...noWishes, digestAt: 17 * 60 };
    expect(sendingTime(digest, false, at('16:59')).batch).toBe(at('17:00'));
    expect(sendingTime(digest, false, at('17:00')).batch).toBe('2026-12-03T09:00:00.000Z');
  });

  it('is never held back where it is urgent, and never lies in the past', () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    const wishes = fc.record({
      channels: fc.constant([]),
      digestAt: fc.option(minute),
      quiet: fc.option(fc.record({ from: minute, to: minute })),
    });
    const now = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(wishes, now, fc.boolean(), (wished, date, urgent) => {
        const sent = sendingTime(wished, urgent, date.toISOString());
        if (urgent) expect(sent).toEqual({ at: date.toISOString(), batch: null });
        expect(sent.at >= date.toISOString()).toBe(true);
        expect(Date.parse(sent.at) - date.getTime()).toBeLessThanOrEqual(24 * 3_600_000 + 10_000);
      }),
    );
  });
});
