// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Machine} from "../opml/interfaces/OpMLTypes.sol";
import {IModelControllers} from "../revenue/interfaces/IModelControllers.sol";
import {IModelRegistry, ModelId} from "./interfaces/IModelRegistry.sol";

/// @title Register of programs, models and versions
contract ModelRegistry is IModelRegistry {
    /// @dev A request paid in ETH reads the first word, one paid in the token the second too.
    ///
    ///     word 0   fee 96 | callbackGasPrice 64 | latest 32 | count 32
    ///     word 1   token 160 | tokenFee 96
    struct Model {
        uint96 fee;
        uint64 callbackGasPrice;
        uint32 latest;
        uint32 count;
        address token;
        uint96 tokenFee;
        address controller;
        address proposed;
    }

    uint8 private constant MAX_LOG_NODES = 32;
    uint8 private constant MAX_LOG_STEPS = 40;
    uint32 private constant TEXT_BYTES = 1 << 20;

    /// @inheritdoc IModelRegistry
    mapping(bytes32 programRoot => bool) public override isProgram;

    /// @inheritdoc IModelRegistry
    uint256 public override modelCount;

    mapping(ModelId => Model) private _models;

    /// @dev Versions that take requests. A retired one moves to `_retired`, so that a request reads one word.
    mapping(ModelId => mapping(uint32 version => bytes32 machine)) private _active;
    mapping(ModelId => mapping(uint32 version => bytes32 machine)) private _retired;

    /// @inheritdoc IModelRegistry
    mapping(ModelId => mapping(bytes32 machine => uint32 version)) public override versionOf;

    modifier onlyController(ModelId modelId) {
        address controller = _model(modelId).controller;
        if (msg.sender != controller) revert NotController(msg.sender, controller);
        _;
    }

    /// @inheritdoc IModelRegistry
    function registerProgram(
        bytes32 textRoot,
        bytes32 dataRoot,
        uint32 entry,
        string calldata contentId
    ) external returns (bytes32 programRoot) {
        if (entry % 4 != 0 || entry >= TEXT_BYTES) revert InvalidEntry(entry);
        if (bytes(contentId).length == 0) revert ContentIdEmpty();
        programRoot = keccak256(abi.encode(textRoot, dataRoot, entry));
        isProgram[programRoot] = true;
        emit ProgramRegistered(programRoot, textRoot, dataRoot, entry, contentId);
    }

    /// @inheritdoc IModelRegistry
    function registerModel(
        Machine calldata machine,
        string calldata contentId,
        ModelId parent,
        address controller,
        Pricing calldata pricing
    ) external returns (ModelId modelId) {
        if (controller == address(0)) revert ControllerZero();
        if (ModelId.unwrap(parent) != 0) _model(parent);
        modelId = ModelId.wrap(++modelCount);
        _models[modelId].controller = controller;
        emit ModelRegistered(modelId, msg.sender, controller, parent);
        emit ControllerChanged(modelId, address(0), controller);
        _addVersion(modelId, machine, contentId);
        _setPricing(modelId, pricing);
    }

    /// @inheritdoc IModelRegistry
    function addVersion(
        ModelId modelId,
        Machine calldata machine,
        string calldata contentId
    ) external onlyController(modelId) returns (uint32 version) {
        return _addVersion(modelId, machine, contentId);
    }

    /// @inheritdoc IModelRegistry
    function retireVersion(ModelId modelId, uint32 version) external onlyController(modelId) {
        bytes32 machine = _requireActive(modelId, version);
        delete _active[modelId][version];
        _retired[modelId][version] = machine;
        Model storage model = _models[modelId];
        if (model.latest == version) {
            while (version != 0 && _active[modelId][version] == 0) --version;
            model.latest = version;
        }
        emit VersionRetired(modelId, version);
    }

    /// @inheritdoc IModelRegistry
    function setPricing(ModelId modelId, Pricing calldata pricing) external onlyController(modelId) {
        _setPricing(modelId, pricing);
    }

    /// @inheritdoc IModelRegistry
    function transferController(ModelId modelId, address proposed) external onlyController(modelId) {
        _models[modelId].proposed = proposed;
        emit ControllerProposed(modelId, msg.sender, proposed);
    }

    /// @inheritdoc IModelRegistry
    function acceptController(ModelId modelId) external {
        Model storage model = _model(modelId);
        address proposed = model.proposed;
        if (msg.sender != proposed) revert NotProposedController(msg.sender, proposed);
        emit ControllerChanged(modelId, model.controller, proposed);
        model.controller = proposed;
        delete model.proposed;
    }

    /// @inheritdoc IModelRegistry
    function termsFor(
        ModelId modelId,
        uint32 version,
        address token
    ) external view returns (bytes32 machine, uint256 fee, uint256 callbackGasPrice) {
        Model storage model = _models[modelId];
        uint32 latest;
        (fee, callbackGasPrice, latest) = (model.fee, model.callbackGasPrice, model.latest);
        if (version == 0) {
            if (latest == 0) revert NoActiveVersion(modelId);
            version = latest;
        }
        machine = _requireActive(modelId, version);
        if (token != address(0)) {
            if (token != model.token) revert TokenNotAccepted(modelId, token);
            fee = model.tokenFee;
        }
    }

    /// @inheritdoc IModelRegistry
    function pricingOf(ModelId modelId) external view returns (Pricing memory) {
        Model storage model = _model(modelId);
        return Pricing(model.fee, model.callbackGasPrice, model.token, model.tokenFee);
    }

    /// @inheritdoc IModelControllers
    function controllerOf(uint256 modelId) external view returns (address) {
        return _models[ModelId.wrap(modelId)].controller;
    }

    /// @inheritdoc IModelRegistry
    function proposedControllerOf(ModelId modelId) external view returns (address) {
        return _model(modelId).proposed;
    }

    /// @inheritdoc IModelRegistry
    function latestVersion(ModelId modelId) external view returns (uint32) {
        return _model(modelId).latest;
    }

    /// @inheritdoc IModelRegistry
    function versionCount(ModelId modelId) external view returns (uint32) {
        return _model(modelId).count;
    }

    /// @inheritdoc IModelRegistry
    function machineOf(ModelId modelId, uint32 version) external view returns (bytes32 machine) {
        machine = _active[modelId][version] | _retired[modelId][version];
        if (machine == 0) revert UnknownVersion(modelId, version);
    }

    /// @inheritdoc IModelRegistry
    function isRetired(ModelId modelId, uint32 version) external view returns (bool) {
        return _retired[modelId][version] != 0;
    }

    /// @inheritdoc IModelRegistry
    function isPublished(ModelId modelId, uint32 version) external view returns (bool) {
        // No version is registered without a content id.
        return version != 0 && version <= _models[modelId].count;
    }

    function _addVersion(
        ModelId modelId,
        Machine calldata machine,
        string calldata contentId
    ) private returns (uint32 version) {
        if (bytes(contentId).length == 0) revert ContentIdEmpty();
        if (machine.logNodes > MAX_LOG_NODES || machine.logSteps > MAX_LOG_STEPS) {
            revert InvalidTraceSize(machine.logNodes, machine.logSteps);
        }
        bytes32 programRoot = keccak256(abi.encode(machine.textRoot, machine.dataRoot, machine.entry));
        if (!isProgram[programRoot]) revert UnknownProgram(programRoot);

        bytes32 machineHash = keccak256(abi.encode(machine));
        version = versionOf[modelId][machineHash];
        if (version != 0) revert MachineAlreadyRegistered(modelId, version);

        Model storage model = _models[modelId];
        version = ++model.count;
        model.latest = version;
        versionOf[modelId][machineHash] = version;
        _active[modelId][version] = machineHash;
        emit VersionAdded(modelId, version, machineHash, machine, contentId);
    }

    function _setPricing(ModelId modelId, Pricing calldata pricing) private {
        Model storage model = _models[modelId];
        model.fee = pricing.fee;
        model.callbackGasPrice = pricing.callbackGasPrice;
        model.token = pricing.token;
        model.tokenFee = pricing.tokenFee;
        emit PricingChanged(modelId, pricing);
    }

    function _requireActive(ModelId modelId, uint32 version) private view returns (bytes32 machine) {
        machine = _active[modelId][version];
        if (machine != 0) return machine;
        if (_retired[modelId][version] != 0) revert VersionIsRetired(modelId, version);
        revert UnknownVersion(modelId, version);
    }

    function _model(ModelId modelId) private view returns (Model storage model) {
        model = _models[modelId];
        if (model.controller == address(0)) revert UnknownModel(modelId);
    }
}
