namespace Hookwork.Site.Rows;

/// <summary>How old something is.</summary>
internal static class Age
{
    /// <summary>The whole days from a date until now; none if it is in the future.</summary>
    public static int Days(DateTimeOffset date, DateTimeOffset now) =>
        Math.Max(0, (now.UtcDateTime.Date - date.UtcDateTime.Date).Days);
}
