namespace Hookwork.Catalog.Searching;

/// <summary>A query that takes too long. The message is one sentence for the user.</summary>
public sealed class SlowQueryException(string message) : Exception(message);
