namespace Hookwork.Recorded.Resources;

/// <summary>The kind of a JSON object in the API.</summary>
internal enum Kind
{
    Project,
    Person,
    User,
    Patch,
    Cover,
    Series,
    Comment,
    Check,
    Bundle,
    Event,
    Payload,
}
