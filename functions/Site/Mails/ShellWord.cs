using System.Buffers;

namespace Hookwork.Site.Mails;

/// <summary>Words of commands that are offered to copy. A mail chooses its Message-ID, so that may be hostile.</summary>
internal static class ShellWord
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._@%+=:,/"
    );

    /// <summary>The word as a POSIX shell reads it: as it is, or in single quotes, without control characters.</summary>
    public static string Of(string word) =>
        word.Length > 0 && word[0] != '-' && !word.AsSpan().ContainsAnyExcept(Plain)
            ? word
            : $"'{string.Concat(word.Where(character => !char.IsControl(character))).Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>
    /// A Message-ID as the argument of <c>b4</c>. One that begins with a hyphen, as many of Proton Mail do, would be
    /// read as an option, even in quotes. In angle brackets it is not, and <c>b4</c> removes them.
    /// </summary>
    public static string OfMessageId(string messageId) =>
        Of(messageId.FirstOrDefault(character => !char.IsControl(character)) == '-' ? $"<{messageId}>" : messageId);
}
