using System.Text;

namespace MimeKit.Utils;

/// <summary>A header value on its way to lines of limited length.</summary>
internal sealed class FoldedText(FormatOptions options, int lineLength)
{
    private readonly StringBuilder _text = new(" ");
    private int _lineLength = lineLength;

    /// <summary>Whether a line ended just now that needs white space to be continued.</summary>
    private bool _isAtLineStart;

    /// <summary>Where the last white space of the line is, if a break can go before it.</summary>
    private int _space;

    /// <summary>Where the last tab of that white space is, the best place for a break.</summary>
    private int _tab;

    public void AppendWhiteSpace(string space)
    {
        foreach (var c in space)
        {
            if (c == '\r')
                continue;

            _space = _text.Length;
            if (c == '\t')
                _tab = _text.Length;

            _text.Append(c);
            _lineLength++;
            if (c == '\n')
            {
                (_space, _tab, _lineLength) = (0, 0, 0);
                _isAtLineStart = true;
            }
            else if (_isAtLineStart)
            {
                _isAtLineStart = false;
            }
        }
    }

    public void AppendWord(string word, bool canBreak)
    {
        if (_isAtLineStart)
        {
            _text.Append(' ');
            _lineLength = 1;
            _isAtLineStart = false;
        }

        if (_lineLength + word.Length > options.MaxLineLength)
            Break();

        if (canBreak && word.Length >= options.MaxLineLength)
        {
            AppendPieces(word);
        }
        else
        {
            _text.Append(word);
            _lineLength += word.Length;
        }

        (_space, _tab) = (0, 0);
    }

    public string Finish()
    {
        if (_text[^1] != '\n')
            _text.Append(options.NewLine);

        return _text.ToString();
    }

    private void Break()
    {
        if (_tab != 0)
        {
            _text.Insert(_tab, options.NewLine);
            _lineLength = _space - _tab + 1;
        }
        else if (_space != 0)
        {
            _text.Insert(_space, options.NewLine);
            _lineLength = 1;
        }
        else if (_lineLength > 1)
        {
            _text.Append(options.NewLine).Append(' ');
            _lineLength = 1;
        }
    }

    private void AppendPieces(string word)
    {
        foreach (var c in word)
        {
            if (_lineLength >= options.MaxLineLength)
            {
                _text.Append(options.NewLine).Append(' ');
                _lineLength = 1;
            }

            _text.Append(c);
            _lineLength++;
        }
    }
}
