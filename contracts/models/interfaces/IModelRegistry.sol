// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Machine} from "../../opml/interfaces/OpMLTypes.sol";
import {IModelControllers} from "../../revenue/interfaces/IModelControllers.sol";

/// @dev A model. Counts up from 1, so ids never collide; zero means "none".
type ModelId is uint256;

/// @title Register of programs, models and versions
/// @notice A *program* is the code that executes models. A *model* is a line of *versions*; each version is one machine
/// (program, weights, size of the trace) together with the content id of its published package, from which anybody can
/// recompute the machine. Anyone may register; whoever registers names the model's controller.
///
///     registerProgram -> registerModel -> addVersion* -> retireVersion*
///
/// A version that has been registered never changes, and no other version of the model is the same machine. Retiring one stops new requests; requests already made are still
/// served, because they carry the machine's hash themselves. Prices belong to the model, can be changed by its controller,
/// and are copied into each request when it is paid: a change never reaches a paid request. How a fee is split is the fee
/// router's to keep; it asks this register who controls the model.
///
/// Storage holds what the oracle reads for a request. The preimages (machines, content ids, lineage) are in the events.
interface IModelRegistry is IModelControllers {
    /// @notice What one inference costs.
    /// @param fee Wei for one inference, when ETH is paid.
    /// @param callbackGasPrice Wei for each unit of gas reserved for the callback; always paid in ETH.
    /// @param token ERC-20 accepted instead of ETH for the fee; zero when there is none.
    /// @param tokenFee Units of `token` for one inference.
    struct Pricing {
        uint96 fee;
        uint64 callbackGasPrice;
        address token;
        uint96 tokenFee;
    }

    event ProgramRegistered(
        bytes32 indexed programRoot,
        bytes32 textRoot,
        bytes32 dataRoot,
        uint32 entry,
        string contentId
    );
    event ModelRegistered(ModelId indexed modelId, address indexed creator, address indexed controller, ModelId parent);
    event VersionAdded(
        ModelId indexed modelId,
        uint32 indexed version,
        bytes32 indexed machineHash,
        Machine machine,
        string contentId
    );
    event VersionRetired(ModelId indexed modelId, uint32 indexed version);
    event PricingChanged(ModelId indexed modelId, Pricing pricing);
    event ControllerProposed(ModelId indexed modelId, address indexed controller, address indexed proposed);
    event ControllerChanged(ModelId indexed modelId, address indexed previous, address indexed controller);

    error UnknownProgram(bytes32 programRoot);
    error UnknownModel(ModelId modelId);
    error MachineAlreadyRegistered(ModelId modelId, uint32 version);
    error UnknownVersion(ModelId modelId, uint32 version);
    error VersionIsRetired(ModelId modelId, uint32 version);
    error NoActiveVersion(ModelId modelId);
    error NotController(address caller, address controller);
    error NotProposedController(address caller, address proposed);
    error ControllerZero();
    error ContentIdEmpty();
    error InvalidEntry(uint32 entry);
    error InvalidTraceSize(uint8 logNodes, uint8 logSteps);
    error TokenNotAccepted(ModelId modelId, address token);

    /// @notice Registers a guest program. It can be registered again, with another content id: whoever was first, with a false
    /// one, must not be the last to say where the image is.
    /// @param textRoot Merkle root of its instructions (depth 15).
    /// @param dataRoot Merkle root of the first quarter of data memory (depth 25).
    /// @param entry Byte offset of the first instruction.
    /// @param contentId Content id or URI of the published image.
    /// @return programRoot `keccak256(abi.encode(textRoot, dataRoot, entry))`.
    function registerProgram(
        bytes32 textRoot,
        bytes32 dataRoot,
        uint32 entry,
        string calldata contentId
    ) external returns (bytes32 programRoot);

    /// @notice Registers a model with its first version.
    /// @param machine The first version; its program must be registered.
    /// @param contentId Content id or URI of the published package; required.
    /// @param parent The model that this one was made from; zero for none.
    /// @param controller Who may add and retire versions, set prices, and set the schedule at the fee router.
    function registerModel(
        Machine calldata machine,
        string calldata contentId,
        ModelId parent,
        address controller,
        Pricing calldata pricing
    ) external returns (ModelId modelId);

    /// @notice Controller: adds a version, which becomes the latest.
    function addVersion(
        ModelId modelId,
        Machine calldata machine,
        string calldata contentId
    ) external returns (uint32 version);

    /// @notice Controller: refuses new requests for a version, for ever. Requests already made are still served.
    function retireVersion(ModelId modelId, uint32 version) external;

    /// @notice Controller: sets the prices of requests made from now on.
    function setPricing(ModelId modelId, Pricing calldata pricing) external;

    /// @notice Controller: proposes another controller (for example the timelock); zero withdraws the proposal.
    function transferController(ModelId modelId, address proposed) external;

    /// @notice The proposed controller: takes over.
    function acceptController(ModelId modelId) external;

    /// @notice The terms of a request made now. Reverts when such a request would be refused.
    /// @param version The version, or zero for the latest.
    /// @param token The currency of the fee; zero for ETH.
    /// @return machine `keccak256(abi.encode(Machine))` of the version.
    /// @return fee For one inference, in the currency asked for.
    /// @return callbackGasPrice Wei for each unit of callback gas.
    function termsFor(
        ModelId modelId,
        uint32 version,
        address token
    ) external view returns (bytes32 machine, uint256 fee, uint256 callbackGasPrice);

    function pricingOf(ModelId modelId) external view returns (Pricing memory);

    function proposedControllerOf(ModelId modelId) external view returns (address);

    /// @notice The newest version that is not retired; zero when all are.
    function latestVersion(ModelId modelId) external view returns (uint32);

    /// @notice Number of versions registered, retired ones included.
    function versionCount(ModelId modelId) external view returns (uint32);

    /// @notice `keccak256(abi.encode(Machine))` of a version, retired or not.
    function machineOf(ModelId modelId, uint32 version) external view returns (bytes32);

    /// @notice The version of a model that is this machine; zero when none is.
    function versionOf(ModelId modelId, bytes32 machine) external view returns (uint32);

    function isRetired(ModelId modelId, uint32 version) external view returns (bool);

    /// @notice True when the package of this version was published under a content id. Every registered version's was.
    function isPublished(ModelId modelId, uint32 version) external view returns (bool);

    function isProgram(bytes32 programRoot) external view returns (bool);

    /// @notice Number of models; also the id of the newest.
    function modelCount() external view returns (uint256);
}
