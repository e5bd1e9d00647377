using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>Which answers are a success, per kind of operation; what is no error is not logged as one either.</summary>
internal static class Statuses
{
    public static readonly ResponseClassifier Read = new StatusCodeClassifier([200]);
    public static readonly ResponseClassifier ReadIfExists = new StatusCodeClassifier([200, 404]);
    public static readonly ResponseClassifier Written = new StatusCodeClassifier([201, 204]);
    public static readonly ResponseClassifier WrittenIfNotExists = new StatusCodeClassifier([201, 204, 409]);
    public static readonly ResponseClassifier Deleted = new StatusCodeClassifier([204, 404]);
    public static readonly ResponseClassifier Transaction = new StatusCodeClassifier([202]);
}
