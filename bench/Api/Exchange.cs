namespace Hookwork.Bench.Api;

/// <summary>A request, and the status of its answer.</summary>
internal readonly record struct Exchange(string Method, string Path, int Status)
{
    /// <summary>A request for what is there.</summary>
    public static Exchange Get(string path) => new("GET", path, 200);
}
