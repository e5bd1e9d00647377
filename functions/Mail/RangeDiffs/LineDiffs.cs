namespace Hookwork.Mail.RangeDiffs;

/// <summary>Makes differences by lines within limits of size and time.</summary>
internal sealed class LineDiffs
{
    private const int MostLines = 10_000;

    // A difference takes steps of its lines times those that changed. This many take a second or two.
    private const long MostSteps = 500_000_000;

    private long _steps;

    /// <summary>Whether no more differences are made, since they took too long.</summary>
    public bool IsExhausted => _steps > MostSteps;

    /// <summary>The difference of two texts; null if they are too large, or the others took too long.</summary>
    public LineDiff? Of(IReadOnlyList<string> old, IReadOnlyList<string> @new)
    {
        if (IsExhausted || old.Count > MostLines || @new.Count > MostLines)
            return null;
        var diff = LineDiff.Of(old, @new);
        _steps += ((long)old.Count + @new.Count) * diff.Changed;
        return diff;
    }
}
