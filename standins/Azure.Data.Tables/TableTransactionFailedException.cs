using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction that the service refused; none of its actions was carried out.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    /// <summary>The name in <see cref="Exception.Data"/> under which the index travels as a string.</summary>
    internal const string IndexKey = "FailedEntity";

    /// <summary>Takes status, code, message and data from <paramref name="requestFailedException"/>.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        foreach (var key in requestFailedException.Data.Keys)
            Data[key] = requestFailedException.Data[key];

        if (Data[IndexKey] is string text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            FailedTransactionActionIndex = index;
    }

    /// <summary>The position of the refused action among those submitted, or null when the service does not say.</summary>
    public int? FailedTransactionActionIndex { get; }
}
