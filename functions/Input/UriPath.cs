using System.Buffers;

namespace Hookwork.Input;

/// <summary>Text in the path of an address, as Patchwork writes it.</summary>
public static class UriPath
{
    private static readonly SearchValues<char> AsTheyAre = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@+=$"
    );

    /// <summary>Escapes a part of a path, such as a Message-ID: only characters that a path may not have.</summary>
    public static string Escape(string part) => Escape(part, AsTheyAre);

    /// <summary>Escapes every character of a text but some.</summary>
    public static string Escape(string part, SearchValues<char> asTheyAre) =>
        !part.AsSpan().ContainsAnyExcept(asTheyAre)
            ? part
            : string.Concat(
                part.EnumerateRunes()
                    .Select(rune =>
                        rune.IsAscii && asTheyAre.Contains((char)rune.Value)
                            ? rune.ToString()
                            : Uri.EscapeDataString(rune.ToString())
                    )
            );
}
