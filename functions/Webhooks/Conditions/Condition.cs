using Hookwork.Archive;

namespace Hookwork.Webhooks.Conditions;

/// <summary>A condition of a series that subscriptions ask for.</summary>
/// <param name="Type">The type of its messages.</param>
/// <param name="Project">The project's id.</param>
/// <param name="Series">The series' id.</param>
/// <param name="Option">What the subscriptions' settings say about it, in short; null for a type without options.</param>
public sealed record Condition(string Type, long Project, long Series, string? Option)
{
    /// <summary>Its name in keys and message ids, such as <c>stale-14</c>.</summary>
    private string Name => Type["series.".Length..] + (Option is null ? "" : $"-{Option}");

    public string RowKey => $"{Keys.Id(Series)}-{Name}";

    /// <summary>The id of its message with a number.</summary>
    public string MessageId(int number) => $"series-{Series}-{Name}-{number}";
}
