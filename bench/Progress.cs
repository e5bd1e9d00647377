using System.Diagnostics;
using System.Globalization;

namespace Hookwork.Bench;

/// <summary>Reports a bench's progress on standard error.</summary>
internal static class Progress
{
    private static readonly Stopwatch Watch = Stopwatch.StartNew();

    /// <summary>Writes a line, prefixed with the seconds since the start.</summary>
    public static void Tell(FormattableString line) =>
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Watch.Elapsed.TotalSeconds, 6:0.0} s  {line.ToString(CultureInfo.InvariantCulture)}"
            )
        );
}
