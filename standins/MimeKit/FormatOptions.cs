using MimeKit.IO;

namespace MimeKit;

/// <summary>How messages are written.</summary>
public class FormatOptions
{
    internal const int DefaultLineLength = 78;
    internal const int MinimumLineLength = 60;
    internal const int MaximumLineLength = 998;

    private static readonly byte[] UnixNewLine = "\n"u8.ToArray();
    private static readonly byte[] DosNewLine = "\r\n"u8.ToArray();

    private ParameterEncodingMethod _parameterEncodingMethod = ParameterEncodingMethod.Rfc2231;
    private NewLineFormat _newLineFormat = Environment.NewLine.Length == 1 ? NewLineFormat.Unix : NewLineFormat.Dos;
    private int _maxLineLength = DefaultLineLength;
    private bool _allowMixedHeaderCharsets;
    private bool _alwaysQuoteParameterValues;
    private bool _ensureNewLine;
    private bool _international;

    /// <summary>What is used where no options are given; it cannot be changed.</summary>
    public static readonly FormatOptions Default = new();

    /// <summary>The hidden headers: they stay in the message and out of what is written.</summary>
    public HashSet<HeaderId> HiddenHeaders { get; private set; } = [];

    /// <summary>The longest a folded header line may get, 60 to 998 characters; 78 unless changed.</summary>
    public int MaxLineLength
    {
        get => _maxLineLength;
        set
        {
            ThrowIfDefault();
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinimumLineLength);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaximumLineLength);
            _maxLineLength = value;
        }
    }

    /// <summary>How lines end; as the platform has it unless changed.</summary>
    public NewLineFormat NewLineFormat
    {
        get => _newLineFormat;
        set
        {
            ThrowIfDefault();
            if (value is not (NewLineFormat.Unix or NewLineFormat.Dos))
                throw new ArgumentOutOfRangeException(nameof(value));

            _newLineFormat = value;
        }
    }

    /// <summary>Whether a parsed message is written with a line end at its end even if it had none.</summary>
    public bool EnsureNewLine
    {
        get => _ensureNewLine;
        set
        {
            ThrowIfDefault();
            _ensureNewLine = value;
        }
    }

    /// <summary>Whether headers are written as UTF-8 (RFC 6532) instead of encoded words.</summary>
    public bool International
    {
        get => _international;
        set
        {
            ThrowIfDefault();
            _international = value;
        }
    }

    /// <summary>Whether encoded words may use us-ascii and iso-8859-1 where those do, in place of the charset asked for.</summary>
    public bool AllowMixedHeaderCharsets
    {
        get => _allowMixedHeaderCharsets;
        set
        {
            ThrowIfDefault();
            _allowMixedHeaderCharsets = value;
        }
    }

    /// <summary>How parameter values that are not plain ASCII are written; RFC 2231 unless changed.</summary>
    public ParameterEncodingMethod ParameterEncodingMethod
    {
        get => _parameterEncodingMethod;
        set
        {
            ThrowIfDefault();
            if (value is not (ParameterEncodingMethod.Rfc2047 or ParameterEncodingMethod.Rfc2231))
                throw new ArgumentOutOfRangeException(nameof(value));

            _parameterEncodingMethod = value;
        }
    }

    /// <summary>Whether parameter values are quoted even where they need not be.</summary>
    public bool AlwaysQuoteParameterValues
    {
        get => _alwaysQuoteParameterValues;
        set
        {
            ThrowIfDefault();
            _alwaysQuoteParameterValues = value;
        }
    }

    internal string NewLine => _newLineFormat == NewLineFormat.Unix ? "\n" : "\r\n";

    internal byte[] NewLineBytes => _newLineFormat == NewLineFormat.Unix ? UnixNewLine : DosNewLine;

    /// <summary>A copy to change.</summary>
    public FormatOptions Clone()
    {
        var clone = (FormatOptions)MemberwiseClone();
        clone.HiddenHeaders = [.. HiddenHeaders];
        return clone;
    }

    /// <summary>A stream that passes what is written to it on with the line ends of these options.</summary>
    internal NewLineStream CreateNewLineStream(Stream target, bool ensureNewLine = false) => new(target, _newLineFormat, ensureNewLine);

    private void ThrowIfDefault()
    {
        if (ReferenceEquals(this, Default))
            throw new InvalidOperationException("The default format options are shared and cannot be changed; change a clone.");
    }
}
