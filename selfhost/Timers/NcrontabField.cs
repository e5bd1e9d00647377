using System.Globalization;

namespace Hookwork.SelfHost.Timers;

/// <summary>One field of a schedule: which of its values are chosen.</summary>
internal sealed class NcrontabField
{
    private readonly bool[] _chosen;
    private readonly int _least;

    private NcrontabField(bool[] chosen, int least)
    {
        _chosen = chosen;
        _least = least;
    }

    /// <summary>Whether the value is chosen.</summary>
    public bool Has(int value) => _chosen[value - _least];

    /// <summary>The first chosen value from the given one on; -1 when there is none.</summary>
    public int From(int value)
    {
        var index = Array.IndexOf(_chosen, true, value - _least);
        return index < 0 ? -1 : index + _least;
    }

    /// <summary>Reads a field.</summary>
    /// <param name="text">The field: <c>*</c>, values, ranges and steps, separated by commas.</param>
    /// <param name="name">What the field is called in a complaint.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The greatest value.</param>
    /// <param name="names">Names of the values, from the least one on; the first three letters do.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static NcrontabField Parse(string text, string name, int least, int most, string[] names)
    {
        var chosen = new bool[most - least + 1];
        foreach (var part in text.Split(','))
        {
            var (range, step) = Step(part);
            var (first, last) = Range(range, hasStep: step > 0);
            for (var value = first; value <= last; value += Math.Max(step, 1)) chosen[value - least] = true;
        }

        return new NcrontabField(chosen, least);

        (string Range, int Step) Step(string part)
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0) return (part, 0);
            return int.TryParse(part.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0
                ? (part[..slash], Math.Min(step, most - least + 1))
                : throw new FormatException($"\"{part}\" has no step of 1 or more in the field {name}");
        }

        (int First, int Last) Range(string range, bool hasStep)
        {
            if (range == "*") return (least, most);
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            if (dash < 0)
            {
                // 5/20 is 5, 25, 45: a step without a range goes on to the greatest value.
                var value = Value(range);
                return (value, hasStep ? most : value);
            }

            var (first, last) = (Value(range[..dash]), Value(range[(dash + 1)..]));
            return first <= last ? (first, last) : throw new FormatException($"\"{range}\" runs backwards in the field {name}");
        }

        int Value(string value)
        {
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
            var index = Array.FindIndex(
                names, known => value.Equals(known, StringComparison.OrdinalIgnoreCase) || value.Equals(known[..3], StringComparison.OrdinalIgnoreCase));
            return index >= 0 ? index + least : throw new FormatException($"\"{value}\" is not between {least} and {most} in the field {name}");
        }
    }
}
