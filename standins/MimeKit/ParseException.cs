namespace MimeKit;

/// <summary>Text that was to be parsed does not follow its grammar.</summary>
public class ParseException : FormatException
{
    /// <summary>An error found while reading the token at <paramref name="tokenIndex"/>.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="tokenIndex">The offset, in bytes, where the token starts.</param>
    /// <param name="errorIndex">The offset, in bytes, where reading stopped.</param>
    public ParseException(string message, int tokenIndex, int errorIndex) : base(message)
    {
        TokenIndex = tokenIndex;
        ErrorIndex = errorIndex;
    }

    /// <summary>An error found while reading the token at <paramref name="tokenIndex"/>, and what caused it.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="tokenIndex">The offset, in bytes, where the token starts.</param>
    /// <param name="errorIndex">The offset, in bytes, where reading stopped.</param>
    /// <param name="innerException">The cause.</param>
    public ParseException(string message, int tokenIndex, int errorIndex, Exception innerException) : base(message, innerException)
    {
        TokenIndex = tokenIndex;
        ErrorIndex = errorIndex;
    }

    /// <summary>The offset, in bytes, of the token that could not be read.</summary>
    public int TokenIndex { get; }

    /// <summary>The offset, in bytes, where reading stopped.</summary>
    public int ErrorIndex { get; }
}
