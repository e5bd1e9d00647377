namespace Hookwork.Api.Resources;

/// <summary>What a JSON object of the API describes.</summary>
internal enum Entity
{
    Project,
    Person,
    User,
    Patch,
    Cover,
    Series,
    PatchComment,
    CoverComment,
    Check,
    Event,
    Payload,
    Bundle,
}
