it('y', () => undefined);
