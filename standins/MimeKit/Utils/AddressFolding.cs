using System.Text;

namespace MimeKit.Utils;

/// <summary>Line breaks in headers that hold addresses.</summary>
internal static class AddressFolding
{
    /// <summary>Ends the line, before the white space at its end if there is some.</summary>
    public static void Wrap(StringBuilder target, FormatOptions options, ref int lineLength)
    {
        if (target.Length > 0 && char.IsWhiteSpace(target[^1]))
        {
            target.Insert(target.Length - 1, options.NewLine);
            lineLength = 1;
            return;
        }

        target.Append(options.NewLine).Append('\t');
        lineLength = 1;
    }

    /// <summary>Appends a phrase too long for a line, with breaks between its words.</summary>
    public static void AppendFolded(StringBuilder target, FormatOptions options, bool isFirst, string phrase, ref int lineLength)
    {
        for (var i = 0; i < phrase.Length;)
        {
            var end = FindWordEnd(phrase, i);
            if (!isFirst && lineLength > 1 && lineLength + end - i > options.MaxLineLength)
                Wrap(target, options, ref lineLength);

            target.Append(phrase.AsSpan(i..end));
            lineLength += end - i;
            isFirst = false;

            for (i = end; i < phrase.Length && char.IsWhiteSpace(phrase[i]); i++)
            {
            }

            if (i > end && i < phrase.Length)
            {
                target.Append(' ');
                lineLength++;
            }
        }
    }

    private static int FindWordEnd(string phrase, int start)
    {
        var i = start;
        if (phrase[i] != '"')
        {
            while (i < phrase.Length && !char.IsWhiteSpace(phrase[i]))
                i++;

            return i;
        }

        for (i++; i < phrase.Length && phrase[i] != '"'; i++)
        {
            if (phrase[i] == '\\')
                i++;
        }

        return Math.Min(i + 1, phrase.Length);
    }
}
