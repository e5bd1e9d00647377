namespace Hookwork.Recorded.Resources;

/// <summary>How one request sees resources.</summary>
/// <param name="Origin">Scheme and authority that URLs are built from, such as <c>http://127.0.0.1:8000</c>.</param>
/// <param name="Version">The API version of the path.</param>
/// <param name="Suffix">What the <c>url</c> fields carry on: <c>?format=json</c> if the request asked so.</param>
/// <param name="Shape">How much is shown.</param>
internal readonly record struct View(string Origin, ApiVersion Version, string Suffix, Shape Shape)
{
    /// <summary>An embedded resource as the recording itself has it.</summary>
    public static View Recorded => new(Renderer.RecordedOrigin, ApiVersion.Newest, "", Shape.Embedded);
}
