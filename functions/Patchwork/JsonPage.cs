using System.Text.Json;

namespace Hookwork.Patchwork;

/// <summary>A JSON answer, and whether its Link header names a next page.</summary>
public sealed record JsonPage(JsonDocument Json, bool HasNext) : IDisposable
{
    public void Dispose() => Json.Dispose();
}
