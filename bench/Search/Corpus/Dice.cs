using System.Text;

namespace Hookwork.Bench.Search.Corpus;

/// <summary>Random choices from one seed, so that a corpus is reproducible.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number from a range, inclusive.</summary>
    public int Between(int least, int most) => _random.Next(least, most + 1);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>A number between 0 and 1.</summary>
    public double Share() => _random.NextDouble();

    /// <summary>One of several, all equally likely.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>A geometrically distributed number with the given mean; at least 1.</summary>
    public int Several(double mean) => 1 + (int)(Math.Log(1 - _random.NextDouble()) / Math.Log(1 - 1 / mean));

    /// <summary>A log-normally distributed number: most are near the median, few are many times as large.</summary>
    public double LogNormal(double median, double sigma)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        return median * Math.Exp(sigma * normal);
    }

    /// <summary>Random digits of an alphabet.</summary>
    public string Digits(string alphabet, int length)
    {
        var digits = new StringBuilder(length);
        while (digits.Length < length)
            digits.Append(alphabet[_random.Next(alphabet.Length)]);
        return digits.ToString();
    }

    /// <summary>Random hexadecimal digits.</summary>
    public string Hex(int length) => Digits("0123456789abcdef", length);

    /// <summary>Random Base64.</summary>
    public string Base64(int length) =>
        Digits("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", length);
}
