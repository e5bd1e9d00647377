using System.Globalization;

namespace MimeKit.Utils;

/// <summary>Why a token could not be read. Made for every failure, turned into an exception only where the caller wants one.</summary>
/// <param name="Reason">A sentence, with <c>{0}</c> for the offset of the token.</param>
/// <param name="TokenIndex">The offset of the token.</param>
/// <param name="ErrorIndex">The offset where reading stopped.</param>
internal readonly record struct ParseFault(string Reason, int TokenIndex, int ErrorIndex)
{
    public ParseException ToException() =>
        new(string.Format(CultureInfo.InvariantCulture, Reason, TokenIndex), TokenIndex, ErrorIndex);
}
