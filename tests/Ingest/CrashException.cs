namespace Hookwork.Tests.Ingest;

/// <summary>The process is gone.</summary>
internal sealed class CrashException : Exception;
