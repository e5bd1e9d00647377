namespace Hookwork.Recorded.Resources;

/// <summary>What a JSON object of the API describes.</summary>
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
    Event,
    Payload,
}
