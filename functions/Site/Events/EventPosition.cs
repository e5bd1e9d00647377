using Hookwork.Input;

namespace Hookwork.Site.Events;

/// <summary>The place of an event among all, by its date and then its id.</summary>
/// <param name="Date">As the server writes it, in its own zone.</param>
internal readonly record struct EventPosition(string Date, long Id)
{
    private const char Between = '~';

    /// <summary>Reads a parameter; null if it is missing or malformed, which is the newest place.</summary>
    public static EventPosition? Read(string text) =>
        text.Split(Between) is [{ Length: > 0 and <= 40 } date, var id] && PythonNumber.TryRead(id, out var number)
            ? new EventPosition(date, number)
            : null;

    public override string ToString() => $"{Date}{Between}{Id}";
}
