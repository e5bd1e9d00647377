using System.Diagnostics;
using System.Globalization;

namespace Hookwork.Bench;

/// <summary>Tells the person who waits how far a bench is, on standard error.</summary>
internal static class Progress
{
    private static readonly Stopwatch Watch = Stopwatch.StartNew();

    /// <summary>Writes a line with the seconds since the start before it.</summary>
    public static void Tell(FormattableString line) =>
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Watch.Elapsed.TotalSeconds, 6:0.0} s  {line.ToString(CultureInfo.InvariantCulture)}"
            )
        );
}
