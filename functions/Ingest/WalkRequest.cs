using System.Globalization;

namespace Hookwork.Ingest;

/// <summary>What <c>POST /ops/backfill</c> and <c>POST /ops/reconcile</c> are asked.</summary>
/// <param name="Projects">Link names or ids; none for all that are followed.</param>
/// <param name="From">The first date of a backfill; null for no bound.</param>
/// <param name="To">The first date after it; null for no bound.</param>
/// <param name="Scope">What to reconcile: recent, unarchived or all.</param>
public sealed record WalkRequest(IReadOnlyList<string>? Projects = null, string? From = null, string? To = null, string? Scope = null)
{
    /// <summary>Why a date cannot be used; null if it can.</summary>
    public static string? FaultOf(string name, string? date) =>
        date is null || DateTime.TryParseExact(
            date, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? null
            : $"{name} is '{Printable.Escape(date)}': give a date such as 2026-01-31 or 2026-01-31T00:00:00.";
}
