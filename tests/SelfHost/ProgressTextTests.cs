using Hookwork.SelfHost.Output;

namespace Hookwork.Tests.SelfHost;

/// <summary>The progress lines of selfhost.</summary>
public sealed class ProgressTextTests
{
    private readonly ProgressText _text = new();
    private int _seconds;

    [Fact]
    public void An_idle_selfhost_has_nothing_to_print()
    {
        var last = _text.News;
        for (var line = 0; line < 10; line++)
        {
            Add(0, 0, TimeSpan.Zero);
            Assert.Equal(last, _text.News);
        }
    }

    [Fact]
    public void What_was_done_is_printed_once()
    {
        Add(1234, 5, TimeSpan.FromDays(3));
        Assert.Equal("1,234 events done, 5 patches stored, 0 events/s, 3 days behind", _text.Line);
        var last = _text.News;

        Add(1300, 5, TimeSpan.Zero);
        Assert.Equal("1,300 events done, 5 patches stored, 7 events/s, no lag", _text.Line);
        Assert.NotEqual(last, _text.News);
        last = _text.News;

        Add(1300, 5, TimeSpan.Zero);
        Assert.Equal(last, _text.News);
    }

    [Fact]
    public void A_lag_is_printed_when_it_begins_and_when_it_ends()
    {
        Add(1, 1, TimeSpan.Zero);
        var before = _text.News;
        Add(1, 1, TimeSpan.FromMinutes(1));
        var behind = _text.News;
        Assert.NotEqual(before, behind);
        Add(1, 1, TimeSpan.FromMinutes(5));
        Assert.Equal(behind, _text.News);
        Add(1, 1, TimeSpan.Zero);
        Assert.Equal(before, _text.News);
    }

    private void Add(long events, long patches, TimeSpan lag) =>
        _text.Add(TimeSpan.FromSeconds(_seconds += 10), events, patches, lag);
}
