namespace Hookwork.Input;

/// <summary>The HTTP methods of an endpoint that only reads: who may GET may HEAD (RFC 9110, 9.1).</summary>
internal static class ReadingMethods
{
    public static readonly string[] All = ["GET", "HEAD"];
}
